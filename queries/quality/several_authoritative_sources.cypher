// name: quality.several_authoritative_sources
// title: 违反一数一源的字段 | Fields with several authoritative sources
// summary: 有两个以上权威数源的字段（一数一源）；已取消的绑定不计。
//   | Fields with two or more authoritative sources, although there should be only one. Removed bindings do not count.
// params: none
// returns: field_code, name, source_codes, source_names
MATCH (f:Field)-[b:SUPPLIED_BY {authoritative: true}]->(d:DataSource)
WHERE coalesce(b.status, '') <> 'removed'
WITH DISTINCT f, d ORDER BY d.source_code
WITH f, collect(d) AS sources
WHERE size(sources) > 1
RETURN f.field_code AS field_code, f.name AS name,
  [d IN sources | d.source_code] AS source_codes, [d IN sources | d.name] AS source_names
ORDER BY size(source_codes) DESC, field_code
