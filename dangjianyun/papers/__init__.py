"""Room: papers. So far one noun: attachment. Documents, number series and templates will follow.

Knows no subject: an upper room links an attachment to what it belongs to and says who reads it.
"""
