import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Charset, type ICommandHooks, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { aliases, bundling } from './bundling.ts';
import { type FunctionName, type Grant, grants } from './grants.ts';
import type { StateStack } from './state-stack.ts';

/** Network logs are kept at least six months (CSL-21). */
const LOGS = RetentionDays.ONE_YEAR;

export interface FunctionOptions {
  readonly name: FunctionName;
  /** Exported handler; `handler` answers the API. */
  readonly handler?: string;
  readonly state: StateStack;
  readonly environment: Readonly<Record<string, string>>;
}

/** The only way a function comes to be: ESM bundle, ARM, its own role with exactly what the grants table says. */
export function createFunction(scope: Construct, { name, handler = 'handler', state, environment }: FunctionOptions) {
  const id = handler === 'handler' ? name : `${name}-${handler}`;
  const grant: Grant = grants[name];
  const logGroup = new LogGroup(scope, `${id}Logs`, { retention: LOGS, removalPolicy: RemovalPolicy.RETAIN });
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  for (const statement of statements(grant, state)) role.addToPolicy(statement);
  const created = new NodejsFunction(scope, id, {
    entry: fileURLToPath(new URL(`../../functions/${grant.entry ?? `${name}/handler.ts`}`, import.meta.url)),
    handler,
    role,
    logGroup,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: name === 'gate' ? 1_024 : 512,
    timeout: Duration.seconds(secondsOf(name, handler)),
    environment: { ...environment, NODE_OPTIONS: '--enable-source-maps' },
    deadLetterQueueEnabled: false,
    bundling: {
      ...bundling,
      mainFields: [...bundling.mainFields],
      format: OutputFormat.ESM,
      charset: Charset.UTF8,
      sourceMap: true,
      sourcesContent: false,
      externalModules: [],
      ...(name === 'disclosure' && { commandHooks: withApiDocument }),
      esbuildArgs: Object.fromEntries(Object.entries(aliases).map(([name, file]) => [`--alias:${name}`, file])),
    },
  });
  return created;
}

/** An hour of many deliveries is read whole when it is sealed; behind the API nothing waits longer than 29 s. */
const secondsOf = (name: FunctionName, handler: string): number =>
  name === 'gate' || handler === 'seal' ? 900 : name === 'drill' ? 300 : name === 'sequencer' ? 120 : 29;

function statements(grant: Grant, { table, keys, checkpoints, upstream, tableKey }: StateStack): PolicyStatement[] {
  const on = (actions: string[], resources: string[], patterns?: readonly string[]) =>
    new PolicyStatement({
      effect: Effect.ALLOW,
      actions,
      resources,
      ...(patterns && { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...patterns] } } }),
    });
  const reads = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
  const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
  return [
    on(reads, [table.tableArn], grant.reads),
    on(['kms:Decrypt', ...(grant.writes.length > 0 ? ['kms:GenerateDataKey'] : [])], [tableKey.keyArn]),
    ...(grant.lists ? [on(['dynamodb:Query'], [`${table.tableArn}/index/*`])] : []),
    ...(grant.writes.length > 0
      ? [on([...writes, ...(grant.bulk ? ['dynamodb:BatchWriteItem'] : [])], [table.tableArn], grant.writes)]
      : []),
    ...(grant.checks ? [on(['dynamodb:ConditionCheckItem'], [table.tableArn], grant.checks)] : []),
    ...(grant.signs ?? []).map((key) => on(['kms:Sign', 'kms:GetPublicKey'], [keys[key].keyArn])),
    // Without ListBucket the object store answers 403 for an object that is not there.
    ...(grant.readsUpstream
      ? [on(['s3:GetObject'], [upstream.arnForObjects('*')]), on(['s3:ListBucket'], [upstream.bucketArn])]
      : []),
    ...(grant.keepsCheckpoints
      ? [
          on(['s3:GetObject', 's3:PutObject'], [checkpoints.arnForObjects('*')]),
          on(['s3:ListBucket'], [checkpoints.bucketArn]),
        ]
      : []),
  ];
}

/** Disclosure serves the API document, which is made from the routes when its bundle is. */
const withApiDocument: ICommandHooks = {
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (input, output) => [`node --import tsx "${input}/infra/openapi-file.ts" "${output}"`],
};
