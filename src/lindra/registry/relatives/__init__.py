"""After a death relatives are asked: whom and when, the letter, their answers, and what is shown of them."""
