// name: statistics.themes
// title: 一件事的事项、部门、材料 | Themes by items, departments and materials
// summary: 每个一件事包含的情形、事项、部门数，分别办理时须提交的材料份数与去重后的材料种数。已取消的材料要求不计。
//   | Numbers of situations, items and departments of each theme, of the materials to be handed in if every item is
//   applied for separately, and of the different materials among them. Requirements that a reform dropped do not
//   count.
// params: none
// returns: theme_code, name, situations, items, departments, materials_asked, materials_different
MATCH (t:Theme)
OPTIONAL MATCH (t)-[:INCLUDES]->(s:Situation)
WITH t, collect(s) AS situations
WITH t, situations, COLLECT {
  UNWIND situations AS s MATCH (s)-[r:REQUIRES]->(m:Material) WHERE coalesce(r.status, '') <> 'removed' RETURN m
} AS materials
RETURN t.theme_code AS theme_code, t.name AS name, size(situations) AS situations,
  COUNT { UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(i:Item) RETURN DISTINCT i } AS items,
  COUNT {
    UNWIND situations AS s MATCH (s)<-[:HAS_SITUATION]-(:Item)-[:RUN_BY]->(d:Department) RETURN DISTINCT d
  } AS departments,
  size(materials) AS materials_asked, COUNT { UNWIND materials AS m RETURN DISTINCT m } AS materials_different
ORDER BY items DESC, theme_code
