"""The HTTP routes and the command line. Both are thin: parse the request, ask `queries`, deliver the answer."""
