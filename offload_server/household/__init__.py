"""The use-cases: the only callers of the repositories, each taking the acting principal first."""
