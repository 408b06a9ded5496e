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
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterCriteria, FilterRule, type IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
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
  /** ARN of the topic by which whoever is on duty is told; absent: alarms are only shown. */
  readonly alarms?: string;
}

/** What may be rebuilt at any time: functions, the API in front of them, schedules, the doorbell. */
export class ServiceStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { state, origin, issuer, clientId, witnesses, streaming = true, alarms, ...props }: ServiceProps,
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
    // Under keys made of it the rows of a right holder are found again, by the gate and by whoever excludes them.
    const excluding = { SHUQI_PSEUDONYM_SECRET: supplying.SHUQI_PSEUDONYM_SECRET };
    const pushing = { SHUQI_WEBHOOK_SECRET: state.webhookSecret.secretValue.unsafeUnwrap() };
    const witnessed: Record<string, string> = witnesses === undefined ? {} : { SHUQI_WITNESSES: witnesses };
    const api = this.#api();
    for (const [name, grant] of Object.entries(grants) as [FunctionName, Grant][]) {
      const create = (handler?: string) =>
        createFunction(this, {
          name,
          state,
          environment: {
            ...environment,
            ...(name === 'gate' && supplying),
            ...(name === 'enforcement' && excluding),
            ...((name === 'notification' || name === 'credit') && pushing),
            ...(name === 'sequencer' && witnessed),
          },
          ...(handler && { handler }),
        });
      const streams = name === 'gate' && streaming;
      if (grant.hourly) {
        this.#everyHour(create(grant.hourly), alarms);
        continue;
      }
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

  /** The drill: an alarm when the promise was broken, another when nobody has looked for three hours. */
  #everyHour(target: NodejsFunction, alarms: string | undefined): void {
    new Schedule(this, 'drill-hour', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(target, { retryAttempts: 0 }),
    });
    const broken = new Alarm(this, 'DrillBroken', {
      alarmDescription: '撤销演练：承诺未兑现 The drill found the promise of revocation broken',
      metric: target.metricErrors({ period: Duration.hours(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    const silent = new Alarm(this, 'DrillSilent', {
      alarmDescription: '撤销演练：三小时没有进行 No drill for three hours',
      metric: target.metricInvocations({ period: Duration.hours(3) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    if (alarms === undefined) return;
    const topic = Topic.fromTopicArn(this, 'Alarms', alarms);
    for (const alarm of [broken, silent]) alarm.addAlarmAction(new SnsAction(topic));
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
    // One permission a function: this API, whatever the method. One for each would be a quarter of what a stack may hold.
    scopePermissionToMethod: false,
    ...(streams && { responseTransferMode: ResponseTransferMode.STREAM, timeout: Duration.minutes(15) }),
  });
  const resource = path === '/' ? api.root : api.root.resourceForPath(path);
  resource.addMethod('ANY', integration);
  // Two functions answer below these: each names its own paths.
  const whole = path === '/' || path.includes('{') || path === '/channels' || path === '/registry';
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
