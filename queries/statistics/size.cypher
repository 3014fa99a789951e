// name: statistics.size
// title: 各类数据量 | Number of nodes and relationships
// summary: 各类节点和关系的数量；分析结果不计。
//   | Numbers of nodes and relationships of each kind. Results of runs are not counted.
// params: none
// returns: element, kind, count
CALL () {
  MATCH (n) WHERE NOT n:__Neo4jMigration AND NOT n:Catalogue AND NOT n:Run
  RETURN 'node' AS element, labels(n)[0] AS kind, count(*) AS count
  UNION ALL
  MATCH ()-[r]->() WHERE NOT type(r) IN ['MIGRATED_TO', 'ASSESSED']
  RETURN 'relationship' AS element, type(r) AS kind, count(*) AS count
}
RETURN element, kind, count
ORDER BY element, count DESC, kind
