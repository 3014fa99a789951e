// name: statistics.sources_by_class
// title: 按层级、系统类别与状态统计数源 | Sources by level, system class and status
// summary: 各层级、系统类别、状态的数源数，及其支撑的不同字段数、材料数。
//   | Numbers of sources by level, system class and status, and of the different fields and materials that are bound to
//   them.
// params: none
// returns: level, system_class, status, sources, fields, materials
MATCH (d:DataSource)
WITH d.level AS level, d.system_class AS system_class, d.status AS status, collect(d) AS sources
RETURN level, system_class, status, size(sources) AS sources,
  COUNT { UNWIND sources AS d MATCH (d)<-[:SUPPLIED_BY]-(f:Field) RETURN DISTINCT f } AS fields,
  COUNT { UNWIND sources AS d MATCH (d)<-[:OBTAINED_VIA]-(m:Material) RETURN DISTINCT m } AS materials
ORDER BY sources DESC, level, system_class, status
