// name: statistics.sources_by_use
// title: 按支撑的字段与事项统计数源 | Sources by what depends on them
// summary: 每个数源支撑的字段、材料（所载字段或整份）、情形、事项数；支撑字段最多的排在前面。已取消的材料要求不计。
//   | Numbers of fields, materials (by their fields or as a whole), situations and items that depend on each source;
//   sources of most fields come first. Requirements that a reform dropped do not count.
// params: limit (integer = 1000)
// returns: source_code, name, level, system_class, status, fields, materials, situations, items
// browser: :params {limit: 1000}
MATCH (d:DataSource)
WITH d, COLLECT { MATCH (d)<-[:SUPPLIED_BY]-(f:Field) RETURN DISTINCT f } AS fields
ORDER BY size(fields) DESC, d.source_code LIMIT $limit
WITH d, fields, COLLECT {
  MATCH (d)<-[:OBTAINED_VIA]-(m:Material) RETURN m
  UNION
  UNWIND fields AS f MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material) RETURN m
} AS materials
WITH d, fields, materials, COLLECT {
  UNWIND materials AS m MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
  RETURN DISTINCT s
} AS situations
RETURN d.source_code AS source_code, d.name AS name, d.level AS level, d.system_class AS system_class,
  d.status AS status, size(fields) AS fields, size(materials) AS materials, size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items
ORDER BY fields DESC, source_code
