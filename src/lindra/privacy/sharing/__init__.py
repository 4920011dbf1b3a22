"""The pages about who may see a patient's record: the notice that there is more, the ways on, consent and blocks."""
