"""The pages where a relative answers, without an account: whoever holds a code, and nothing of the patient."""
