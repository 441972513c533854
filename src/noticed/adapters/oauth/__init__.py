"""Tokens for mail servers that take no passwords (OAuth 2.0, RFC 6749): got once by a person, kept in a file that is
ours alone, renewed when they are about to end. msal and google-auth are imported where they are used.
"""
