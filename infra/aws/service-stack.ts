import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { FilterCriteria, FilterRule, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { createFunction } from './function.ts';
import { type FunctionName, type Grant, grants } from './grants.ts';
import type { StateStack } from './state-stack.ts';

interface ServiceProps extends StackProps {
  readonly state: StateStack;
  /** `https://host` under which people reach the platform (in the mainland it needs an ICP licence). */
  readonly origin: string;
  /** OpenID Connect issuer of the unified sign-in, and our client id there. */
  readonly issuer: string;
  readonly clientId: string;
  /** A C2SP policy whose witnesses, with their addresses, are asked to cosign. */
  readonly witnesses?: string;
  /** `false` in a region whose API cannot stream: the gate then supplies page by page. */
  readonly streaming?: boolean;
}

/** What may be rebuilt at any time: functions, the API in front of them, schedules, the doorbell. */
export class ServiceStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { state, origin, issuer, clientId, witnesses, streaming = true, ...props }: ServiceProps,
  ) {
    super(scope, id, props);
    const environment = {
      SHUQI_TABLE: state.table.tableName,
      SHUQI_ORIGIN: origin,
      SHUQI_ISSUER: issuer,
      SHUQI_CLIENT_ID: clientId,
      SHUQI_CURSOR_KEY: state.cursorKey.secretValue.unsafeUnwrap(),
      SHUQI_TOKEN_KEY: state.keys.token.keyId,
      SHUQI_LOG_KEY: state.keys.log.keyId,
      SHUQI_CHECKPOINT_BUCKET: state.checkpoints.bucketName,
    };
    // Datasets lie in a bucket, `<dataset id>.csv`; receipts are signed in memory, with a key of their own.
    const supplying = {
      SHUQI_RECEIPT_KEY: state.receiptKey.secretValue.unsafeUnwrap(),
      SHUQI_PSEUDONYM_SECRET: state.pseudonymSecret.secretValue.unsafeUnwrap(),
      SHUQI_UPSTREAM: state.upstream.bucketRegionalDomainName,
      SHUQI_STREAMING: streaming ? 'yes' : 'no',
    };
    const witnessed: Record<string, string> = witnesses === undefined ? {} : { SHUQI_WITNESSES: witnesses };
    const api = this.#api();
    for (const [name, grant] of Object.entries(grants) as [FunctionName, Grant][]) {
      const create = (handler?: string) =>
        createFunction(this, {
          name,
          state,
          environment: { ...environment, ...(name === 'gate' && supplying), ...(name === 'sequencer' && witnessed) },
          ...(handler && { handler }),
        });
      const streams = name === 'gate' && streaming;
      const main = create(name === 'gate' && !streaming ? 'buffered' : undefined);
      for (const path of grant.paths) route(api, path, main, streams);
      if (grant.doorbell) ring(main, state);
      for (const handler of grant.schedules ?? [])
        this.#everyMinute(name, handler, handler === 'handler' ? main : create(handler));
    }
    new CfnOutput(this, 'Address', { value: api.url });
  }

  #api(): RestApi {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    return new RestApi(this, 'Api', {
      // Regional: the only kind that mainland regions have, and the only one that streams.
      endpointTypes: [EndpointType.REGIONAL],
      binaryMediaTypes: ['application/octet-stream'],
      cloudWatchRole: true,
      deployOptions: {
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
        loggingLevel: MethodLoggingLevel.ERROR,
        throttlingRateLimit: 2_000,
        throttlingBurstLimit: 1_000,
      },
    });
  }

  /** A schedule is bookkeeping, never enforcement: the gate compares time limits itself. */
  #everyMinute(name: FunctionName, handler: string, target: IFunction): void {
    new Schedule(this, `${name}-${handler}-minute`, {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(target, { retryAttempts: 2, maxEventAge: Duration.minutes(5) }),
    });
  }
}

/** A path, and what lies below it. A fixed part wins over `{proxy+}`, so the gate keeps `/channels/{id}/data`. */
function route(api: RestApi, path: string, target: IFunction, streams: boolean): void {
  const integration = new LambdaIntegration(target, {
    proxy: true,
    ...(streams && { responseTransferMode: ResponseTransferMode.STREAM, timeout: Duration.minutes(15) }),
  });
  const resource = path === '/' ? api.root : api.root.resourceForPath(path);
  resource.addMethod('ANY', integration);
  const whole = path === '/' || path.includes('{') || path === '/channels';
  if (!whole) resource.addResource('{proxy+}').addMethod('ANY', integration);
}

/** Rings the sequencer for new outbox entries only. The records are a doorbell: their content and order are ignored. */
function ring(target: IFunction & { addEventSource(source: DynamoEventSource): void }, state: StateStack): void {
  target.addEventSource(
    new DynamoEventSource(state.table, {
      startingPosition: StartingPosition.LATEST,
      batchSize: 1_000,
      maxBatchingWindow: Duration.seconds(0),
      bisectBatchOnError: true,
      retryAttempts: 3,
      onFailure: new SqsDlq(state.deadLetters),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { pk: { S: FilterRule.beginsWith('outbox#') } } },
        }),
      ],
    }),
  );
}
