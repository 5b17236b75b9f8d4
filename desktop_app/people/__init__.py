"""The People screen: who is safe, who needs a better sample?"""
