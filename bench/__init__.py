"""Benchmarks: each prints figures of this machine; none is a test."""
