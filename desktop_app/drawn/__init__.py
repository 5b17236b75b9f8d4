"""Drawn people for pictures of the program: nobody real is ever shown in documents and tests."""
