import { App } from 'aws-cdk-lib';
import { ServiceStack } from './service-stack.ts';
import { StateStack } from './state-stack.ts';

/**
 * Two stacks: what must survive, and what may be rebuilt. Real data runs only in mainland regions or on the government
 * cloud; say with `-c region=… -c origin=… -c issuer=… -c clientId=…`, and name witnesses of the log with `-c witnesses="$(cat policy)"`.
 * `-c streaming=no` where the region's API cannot stream, `-c alarms=<topic ARN>` for whoever is on duty.
 */
const app = new App();
const given = (name: string, otherwise: string): string => String(app.node.tryGetContext(name) ?? otherwise);
const stage = given('stage', 'demo');
const env = { region: given('region', 'cn-north-1') };
const alarms: unknown = app.node.tryGetContext('alarms');
const witnesses: unknown = app.node.tryGetContext('witnesses');
const state = new StateStack(app, `Shuqi-${stage}-State`, { env });
new ServiceStack(app, `Shuqi-${stage}-Service`, {
  env,
  state,
  origin: given('origin', 'https://shuqi.example'),
  issuer: given('issuer', 'https://sign-in.example'),
  clientId: given('clientId', 'shuqi'),
  streaming: given('streaming', 'yes') !== 'no',
  ...(typeof witnesses === 'string' && { witnesses }),
  ...(typeof alarms === 'string' && { alarms }),
});
app.synth();
