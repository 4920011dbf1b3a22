"""The access log as people use it: chain and anchors, verification, weeding, the patient's extract."""
