import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { grants } from '../../infra/aws/grants.ts';
import { ServiceStack } from '../../infra/aws/service-stack.ts';
import { StateStack } from '../../infra/aws/state-stack.ts';
import { functions } from '../../infra/functions.ts';

let state: Template;
let service: Template;

beforeAll(() => {
  // Bundling is what `npm run synth` and bundle.test.ts prove; here only the resources count.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true } });
  const env = { region: 'cn-north-1' };
  const stack = new StateStack(app, 'State', { env });
  const given = { origin: 'https://shuqi.example', issuer: 'https://sign-in.example', clientId: 'shuqi' };
  const made = new ServiceStack(app, 'Service', { env, state: stack, ...given });
  state = Template.fromStack(stack);
  service = Template.fromStack(made);
});

const policies = () => Object.values(service.findResources('AWS::IAM::Policy'));
const statements = () => policies().flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

describe('what must survive', () => {
  it('keeps the table: no deletion, recovery for 35 days, its own key, three indexes of several keys', () => {
    state.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
          }),
        ],
        GlobalSecondaryIndexes: ['byKind', 'byParty', 'byDue'].map((IndexName) => Match.objectLike({ IndexName })),
      },
    });
  });

  it('locks published checkpoints against everybody for ten years', () => {
    state.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3650 } } },
    });
  });

  it('has no bucket that anybody could read', () => {
    for (const { Properties } of Object.values(state.findResources('AWS::S3::Bucket'))) {
      expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    }
  });
});

describe('what may be rebuilt', () => {
  it('gives every function a role of its own', () => {
    const roles = Object.values(service.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
      JSON.stringify(Properties.Role),
    );
    expect(roles.length).toBeGreaterThanOrEqual(Object.keys(grants).length);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('has no wildcard action and, beside keys below a bucket or an index, no wildcard resource', () => {
    for (const { Action, Resource } of statements()) {
      expect([Action].flat().filter((action: string) => action.includes('*'))).toEqual([]);
      expect([Resource].flat()).not.toContain('*');
    }
  });

  it('never writes a partition name: the mainland has another', () => {
    for (const template of [state, service]) expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
  });

  it('never lets a public function or the gate read a document', () => {
    for (const name of ['disclosure', 'market', 'log', 'gate', 'sequencer'] as const) {
      expect(grants[name].reads).toBeDefined();
      expect(grants[name].reads.some((pattern) => 'document#x'.startsWith(pattern.replace('*', '')))).toBe(false);
    }
  });

  it('lets the gate alone read datasets where they lie, and tells it where', () => {
    const reading = Object.entries(grants).filter(([, grant]) => 'readsUpstream' in grant);
    expect(reading.map(([name]) => name)).toEqual(['gate']);
    const told = Object.values(service.findResources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties.Environment?.Variables?.SHUQI_UPSTREAM,
    );
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told[0]?.Properties.Environment.Variables.SHUQI_UPSTREAM)).toContain('RegionalDomainName');
  });

  it('bounds every write by the partitions of the grants table', () => {
    const writing = statements().filter(({ Action }) => [Action].flat().includes('dynamodb:PutItem'));
    expect(writing.length).toBeGreaterThan(0);
    for (const { Condition } of writing) {
      expect(Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'].length).toBeGreaterThan(0);
    }
  });

  it('rings the sequencer for new outbox entries only', () => {
    service.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      FilterCriteria: { Filters: [{ Pattern: Match.serializedJson(Match.objectLike({ eventName: ['INSERT'] })) }] },
    });
  });

  it('drills each hour, alarms when the promise is broken or nobody looked, and lets the drill write its own gates only', () => {
    service.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(1 hour)' });
    for (const [MetricName, TreatMissingData] of [
      ['Errors', 'notBreaching'],
      ['Invocations', 'breaching'],
    ])
      service.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName, TreatMissingData, Threshold: 1 });
    const gates: readonly string[] = grants.drill.writes.filter((pattern) => pattern.startsWith('gate#'));
    expect(gates).toHaveLength(4);
    expect(gates.filter((pattern) => !/^gate#[a-z]+#drill-\*$/.test(pattern))).toEqual([]);
    expect(grants.gate.writes.filter((pattern) => pattern.startsWith('gate#'))).toEqual([]);
  });

  it('streams the gate’s answers and nobody else’s; where a region cannot, the gate buffers pages', {
    timeout: 90_000,
  }, () => {
    const streaming = (template: Template) =>
      Object.values(template.findResources('AWS::ApiGateway::Method')).filter(
        ({ Properties }) => Properties.Integration.ResponseTransferMode === 'STREAM',
      ).length;
    expect(streaming(service)).toBeGreaterThan(0);
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const env = { region: 'cn-north-1' };
    const stack = new StateStack(app, 'State', { env });
    const given = { origin: 'https://shuqi.example', issuer: 'https://sign-in.example', clientId: 'shuqi' };
    const alarms = 'arn:aws-cn:sns:cn-north-1:111111111111:duty';
    const buffering = Template.fromStack(
      new ServiceStack(app, 'Service', { env, state: stack, streaming: false, alarms, ...given }),
    );
    expect(streaming(buffering)).toBe(0);
    buffering.hasResourceProperties('AWS::Lambda::Function', {
      Handler: 'index.buffered',
      Environment: { Variables: Match.objectLike({ SHUQI_STREAMING: 'no' }) },
    });
    buffering.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [alarms] });
  });

  it('uses nothing that mainland regions lack', () => {
    const absent = ['AWS::Cognito::UserPool', 'AWS::Lambda::Url', 'AWS::XRay::Group', 'AWS::Signer::SigningProfile'];
    for (const type of absent) service.resourceCountIs(type, 0);
    service.hasResourceProperties('AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: ['REGIONAL'] } });
  });

  it('leads every route of every function to that function', () => {
    for (const [name, routes] of Object.entries(functions)) {
      const paths: readonly string[] = grants[name as keyof typeof grants].paths;
      const lost = routes.map(({ path }) => path).filter((path) => !paths.some((prefix) => reaches(prefix, path)));
      expect(lost).toEqual([]);
    }
  });
});

/** Whether the API leads a route here: the path itself, or what lies below a part without parameters. */
function reaches(prefix: string, path: string): boolean {
  const same = (one: string) => one.replaceAll(/\{[^}]+\}/g, '{}');
  if (same(prefix) === same(path)) return true;
  if (prefix.endsWith('/{proxy+}')) return same(path).startsWith(same(prefix.slice(0, -'{proxy+}'.length)));
  return !prefix.includes('{') && prefix !== '/' && prefix !== '/channels' && path.startsWith(`${prefix}/`);
}
