"""The doorkeeper's server; kept empty so that a Pi can import ``offload_server.wire`` and nothing else."""
