-- Agents of stores, and those that only sessions name, with their state.
SELECT agent_name AS agentName, max(state) AS state FROM (
  SELECT agent_name, state FROM agents WHERE agent_name IS NOT NULL
  UNION ALL
  SELECT agent_name, status FROM sessions
  WHERE agent_name IS NOT NULL AND agent_name NOT IN (SELECT agent_name FROM agents WHERE agent_name IS NOT NULL)
)
WHERE ($agent IS NULL OR agent_name = $agent) AND ($state IS NULL OR state = $state)
GROUP BY agent_name
ORDER BY agent_name
