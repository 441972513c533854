"""The whole story on embedded servers: a seller, a complainant and Amazon, all of them pretended, on this machine.

What is embedded is the world outside; noticed itself runs as it always does, with its real adapters.
"""
