// name: quality.sources_that_feed_nothing
// title: 未被使用的数源 | Sources without use
// summary: 没有与任何字段或材料绑定的数源。
//   | Sources without any binding to a field or a material.
// params: none
// returns: source_code, name, owner_code, owner_name, level, system_class, status
MATCH (d:DataSource)
WHERE NOT (d)<-[:SUPPLIED_BY|OBTAINED_VIA]-()
OPTIONAL MATCH (d)-[:OWNED_BY]->(o:Department)
RETURN d.source_code AS source_code, d.name AS name, d.owner_code AS owner_code, o.name AS owner_name,
  d.level AS level, d.system_class AS system_class, d.status AS status
ORDER BY source_code
