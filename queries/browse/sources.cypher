// name: browse.sources
// title: 数源列表 | Sources
// summary: 按责任部门、层级、系统类别、类别、状态、共享条件筛选数源；按数源编码排序，下一页从 after 之后开始。
//   | Sources by owner, level, system class, kind, status and sharing condition; sorted by code; the next page starts
//   after `after`.
// params: owner (string = null), level (string = null), system_class (string = null), kind (string = null),
//   status (string = null), sharing (string = null), after (string = ''), limit (integer = 100)
// returns: source_code, name, owner_code, owner_name, level, system_class, kind, status, sharing, data_updated_at,
//   fields, materials
// browser: :params {owner: null, level: 'municipal', system_class: null, kind: null, status: 'active', sharing: null,
//   after: '', limit: 100}
MATCH (d:DataSource)
WHERE d.source_code > $after
  AND ($owner IS NULL OR d.owner_code = $owner)
  AND ($level IS NULL OR d.level = $level)
  AND ($system_class IS NULL OR d.system_class = $system_class)
  AND ($kind IS NULL OR d.kind = $kind)
  AND ($status IS NULL OR d.status = $status)
  AND ($sharing IS NULL OR d.sharing = $sharing)
WITH d ORDER BY d.source_code LIMIT $limit
OPTIONAL MATCH (d)-[:OWNED_BY]->(o:Department)
RETURN d.source_code AS source_code, d.name AS name, d.owner_code AS owner_code, o.name AS owner_name,
  d.level AS level, d.system_class AS system_class, d.kind AS kind, d.status AS status, d.sharing AS sharing,
  d.data_updated_at AS data_updated_at,
  COUNT { MATCH (d)<-[:SUPPLIED_BY]-(f:Field) RETURN DISTINCT f } AS fields,
  COUNT { MATCH (d)<-[:OBTAINED_VIA]-(m:Material) RETURN DISTINCT m } AS materials
ORDER BY source_code
