/**
 * Stands in for the SDK's event streams in every bundle: no operation that we call has one, and the SDK loads them only
 * for an operation that does.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are left out of this bundle: see infra/aws/bundling.ts');
  }
}

export const eventStreamSerdeProvider = (): EventStreamSerde => new EventStreamSerde();
