// The one node that counts the versions of the catalogue.
MERGE (c:Catalogue) ON CREATE SET c.version = 0, c.changed_at = localdatetime();
