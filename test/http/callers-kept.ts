import { GetItemCommand, type GetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Dynamo } from '../../shared/store/client.ts';
import { asDynamo } from '../fault/dynamo.ts';

/**
 * Reads each session and organization once, for tests that ask thousands of times as the same people and change neither:
 * two of three reads of a refused request find out who is asking.
 */
export function callersKept(behind: Dynamo): Dynamo {
  const kept = new Map<string, Promise<GetItemCommandOutput>>();
  return asDynamo(async (command) => {
    const pk = command instanceof GetItemCommand ? command.input.Key?.pk?.S : undefined;
    if (!(command instanceof GetItemCommand) || !pk || !/^(session|organization)#/.test(pk))
      return behind.send(command);
    const name = `${pk}|${command.input.Key?.sk?.S}`;
    const found = kept.get(name) ?? behind.send(command);
    // Whoever is not there yet may come.
    kept.set(name, found);
    if ((await found).Item === undefined) kept.delete(name);
    return found;
  });
}
