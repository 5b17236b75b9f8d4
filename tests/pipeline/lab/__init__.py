"""Tests of pipeline/lab."""
