"""Executed notebooks become a report; it computes nothing."""
