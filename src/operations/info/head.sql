-- What a bundle says of itself.
SELECT bundle_id, created_at, dbundle_version, wink_version, schema_version, root_session_id, source_directory,
  experiment_name, experiment_tag, description, tags, fidelity, content_digest,
  (SELECT count(*) FROM bundles) AS bundle_count
FROM bundle_meta
