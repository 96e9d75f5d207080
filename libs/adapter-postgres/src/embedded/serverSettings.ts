/** Settings of the embedded server: sized for two cores and a few hundred megabytes, durable, quiet. */
export function serverSettings(isThrowaway: boolean): Readonly<Record<string, string>> {
  const durability = isThrowaway
    ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
    : { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };
  return {
    ...durability,
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '60',
    shared_buffers: isThrowaway ? '64MB' : '160MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    random_page_cost: '1.1',
    jit: 'off',
    max_parallel_workers_per_gather: '0',
    wal_buffers: '16MB',
    min_wal_size: '128MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '10min',
    autovacuum_max_workers: '2',
    logging_collector: 'off',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    // A fast shutdown must not wait for a client that has gone silent.
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '10',
    tcp_keepalives_count: '3',
  };
}
