"""The server around the routes: application, middleware, response cache."""
