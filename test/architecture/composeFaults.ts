/** The part of a compose file these checks look at. */
export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file?: string }>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

export interface ComposeService {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition?: string }>>;
  readonly healthcheck?: unknown;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly stop_grace_period?: string;
  readonly logging?: { readonly options?: Readonly<Record<string, string>> };
  readonly deploy?: {
    readonly resources?: { readonly limits?: { readonly cpus?: string; readonly memory?: string } };
  };
}

type Check = (file: ComposeFile, name: string, service: ComposeService) => readonly (string | false)[];

/** What is wrong with a compose file beyond its schema, each as one line; none is good. */
export function composeFaults(file: ComposeFile): readonly string[] {
  const perService = Object.entries(file.services).flatMap(([name, service]) =>
    CHECKS.flatMap((check) => check(file, name, service)).map((fault) => fault && `${name}: ${fault}`),
  );
  return [...perService, ...unused(file)].filter((fault): fault is string => typeof fault === 'string');
}

const CHECKS: readonly Check[] = [
  (file, _name, { depends_on = {} }) =>
    Object.entries(depends_on).flatMap(([target, { condition }]) => {
      const there = file.services[target];
      return [
        there === undefined && `depends on ${target}, which is no service`,
        condition === 'service_healthy' &&
          there?.healthcheck === undefined &&
          `waits for the health of ${target}, which has no check`,
      ];
    }),
  (_file, _name, { environment = {} }) =>
    Object.entries(environment).flatMap(([key, value]) => [
      /PASSWORD|SECRET|TOKEN|CREDENTIAL|DATABASE_URL/.test(key) &&
        !key.endsWith('_FILE') &&
        `${key} carries a secret; name a file by ${key}_FILE`,
      /:\/\/[^/\s]*:[^@/\s]+@/.test(value) && `${key} holds a password in a URL`,
      key.endsWith('_FILE') && !value.startsWith('/run/secrets/') && `${key} names no secret`,
    ]),
  (file, _name, { environment = {}, secrets = [] }) => [
    ...secrets.map(
      (secret) => file.secrets?.[secret] === undefined && `uses the secret ${secret}, which is not declared`,
    ),
    ...Object.values(environment)
      .filter((value) => value.startsWith('/run/secrets/'))
      .map(
        (value) =>
          !secrets.includes(value.slice('/run/secrets/'.length)) && `reads ${value} and is not given it`,
      ),
  ],
  (_file, _name, { healthcheck, restart, stop_grace_period, logging, deploy }) => [
    healthcheck === undefined && 'has no health check',
    restart === undefined && 'is not started again after a crash',
    stop_grace_period === undefined && 'has no time to stop in',
    logging?.options?.['max-size'] === undefined && 'may fill the disk with its log',
    deploy?.resources?.limits?.memory === undefined && 'has no limit of memory',
    deploy?.resources?.limits?.cpus === undefined && 'has no limit of processors',
  ],
  (_file, _name, { security_opt = [], image = '' }) => [
    !security_opt.includes('no-new-privileges:true') && 'may gain privileges',
    (/:latest$/.test(image) || !image.includes(':')) && `runs ${image}, whatever that is today`,
  ],
  (file, _name, { volumes = [], networks = [], ports = [] }) => [
    ...volumes.map((volume) => {
      const [source = ''] = volume.split(':');
      return (
        !source.startsWith('.') &&
        !source.startsWith('/') &&
        !(source in (file.volumes ?? {})) &&
        `uses the volume ${source}, which is not declared`
      );
    }),
    ...networks.map(
      (network) => !(network in (file.networks ?? {})) && `joins ${network}, which is no network`,
    ),
    ...ports.map((port) => !/^(?:\$\{\w+:-)?127\.0\.0\.1:/.test(port) && `opens ${port} to everybody`),
  ],
];

function unused({ services, volumes = {}, secrets = {} }: ComposeFile): readonly (string | false)[] {
  const all = Object.values(services);
  return [
    ...Object.entries(secrets).flatMap(([secret, { file }]) => [
      !all.some((service) => service.secrets?.includes(secret)) && `the secret ${secret} is used by nobody`,
      file === undefined && `the secret ${secret} is no file`,
    ]),
    ...Object.keys(volumes).map(
      (volume) =>
        !all.some((service) => service.volumes?.some((used) => used.startsWith(`${volume}:`))) &&
        `the volume ${volume} is used by nobody`,
    ),
  ];
}
