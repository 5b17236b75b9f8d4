"""``munjigi-pi doctor``: looks at everything between the lens and the server, and says of each what to do."""
