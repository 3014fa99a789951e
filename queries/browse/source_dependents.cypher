// name: browse.source_dependents
// title: 依赖一个数源的对象 | What depends on a source
// summary: 依赖该数源的字段（Field）、材料（Material）、情形（Situation）或事项（Item）；按编码排序，下一页从 after 之后开始。
//   不计已取消的材料要求。
//   | The fields (Field), materials (Material), situations (Situation) or items (Item) that depend on a source; sorted
//   by code; the next page starts after `after`. Requirements that a reform dropped do not count.
// params: source_code (string), kind (string), after (string = ''), limit (integer = 100)
// returns: kind, code, name
// browser: :params {source_code: 'SY0006', kind: 'Item', after: '', limit: 100}
MATCH (d:DataSource {source_code: $source_code})
WITH d, COLLECT { MATCH (d)<-[:SUPPLIED_BY]-(f:Field) RETURN DISTINCT f } AS fields
WITH fields, COLLECT {
  MATCH (d)<-[:OBTAINED_VIA]-(m:Material) RETURN m
  UNION
  UNWIND fields AS f MATCH (f)<-[:PROVES|HAS_FORM|HAS_FIELD|STANDS_FOR*1..3]-(m:Material) RETURN m
} AS materials
WITH fields, materials, COLLECT {
  UNWIND materials AS m MATCH (m)<-[r:REQUIRES]-(s:Situation) WHERE coalesce(r.status, '') <> 'removed'
  RETURN DISTINCT s
} AS situations
WITH fields, materials, situations, COLLECT {
  UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i
} AS items
UNWIND CASE $kind
  WHEN 'Field' THEN [f IN fields | {code: f.field_code, name: f.name}]
  WHEN 'Material' THEN [m IN materials | {code: m.material_code, name: m.name}]
  WHEN 'Situation' THEN [s IN situations | {code: s.situation_code, name: s.name}]
  WHEN 'Item' THEN [i IN items | {code: i.item_code, name: i.name}]
  ELSE []
END AS dependent
WITH dependent WHERE dependent.code > $after
RETURN $kind AS kind, dependent.code AS code, dependent.name AS name
ORDER BY code LIMIT $limit
