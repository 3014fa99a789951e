// name: browse.items
// title: 事项列表 | Items
// summary: 按部门、区划（含下级）、事项类型、状态、服务对象、一件事主题筛选事项；按实施编码排序，下一页从 after 之后开始。
//   | Items by department, region (those below it included), type, status, audience and theme; sorted by code; the next
//   page starts after `after`.
// params: department (string = null), region (string = null), item_type (string = null), status (string = null),
//   audience (string = null), theme (string = null), after (string = ''), limit (integer = 100)
// returns: item_code, name, item_type, department_code, department_name, region_code, region_name, use_level,
//   service_objects, annual_cases, status, situations
// browser: :params {department: '11990100MB0000100L', region: '990100', item_type: 'licensing', status: 'active',
//   audience: 'enterprise', theme: null, after: '', limit: 100}
MATCH (i:Item)
WHERE i.item_code > $after
  AND ($department IS NULL OR i.department_code = $department)
  AND ($item_type IS NULL OR i.item_type = $item_type)
  AND ($status IS NULL OR i.status = $status)
  AND ($audience IS NULL OR $audience IN i.service_objects)
  AND ($region IS NULL OR EXISTS { (i)-[:HELD_IN]->(:Region)-[:PART_OF*0..]->(:Region {region_code: $region}) })
  AND ($theme IS NULL OR EXISTS { (i)-[:HAS_SITUATION]->(:Situation)<-[:INCLUDES]-(:Theme {theme_code: $theme}) })
WITH i ORDER BY i.item_code LIMIT $limit
OPTIONAL MATCH (i)-[:RUN_BY]->(d:Department)
OPTIONAL MATCH (i)-[:HELD_IN]->(r:Region)
RETURN i.item_code AS item_code, i.name AS name, i.item_type AS item_type,
  i.department_code AS department_code, d.name AS department_name,
  i.region_code AS region_code, r.name AS region_name,
  i.use_level AS use_level, i.service_objects AS service_objects, i.annual_cases AS annual_cases, i.status AS status,
  COUNT { (i)-[:HAS_SITUATION]->() } AS situations
ORDER BY item_code
