import { startEmbedded } from '../embedded/startEmbedded.js';

// Starts an embedded server in a process of its own and keeps it until told to stop, or says why it could not.
const { dataDir, ignoresSigint = false } = JSON.parse(process.env['CHILD_VALUES'] ?? '{}') as {
  readonly dataDir: string;
  readonly ignoresSigint?: boolean;
};

try {
  const server = await startEmbedded({ dataDir, isThrowaway: true });
  if (ignoresSigint) process.on('SIGINT', () => console.log('sigint'));
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 1000);
  console.log(
    `started ${JSON.stringify({ connection: server.connection, directory: server.directory, pid: server.pid() })}`,
  );
} catch (error) {
  console.log(`failed ${String(error)}`);
}
