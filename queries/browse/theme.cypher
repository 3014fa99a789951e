// name: browse.theme
// title: 一个一件事主题 | One theme
// summary: 一件事主题，及其依次包含的情形、所属事项和部门。
//   | A theme with the situations that it includes, in order, and their items and departments.
// params: theme_code (string)
// returns: theme, situations
// browser: :params {theme_code: 'ZT0001'}
// listed: no
MATCH (t:Theme {theme_code: $theme_code})
RETURN t {.*} AS theme,
  COLLECT {
    MATCH (t)-[n:INCLUDES]->(s:Situation)
    OPTIONAL MATCH (s)<-[:HAS_SITUATION]-(i:Item)
    OPTIONAL MATCH (i)-[:RUN_BY]->(d:Department)
    RETURN s {
      .situation_code, .name, .status, includes: n {.*},
      item_code: i.item_code, item_name: i.name, department_code: d.department_code, department_name: d.name
    }
    ORDER BY n.position, s.situation_code
  } AS situations
