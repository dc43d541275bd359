import type { Engine, PersonQuery } from '../campaign/engine.js';
import type { Project } from '../project/load-project.js';
import { runDefinition } from './run-definition.js';

/** When it is asked does not matter to who holds an address; a run has to say a time. */
const ANY_TIME = '2000-01-01T00:00:00Z';

/** How many persons of a project's data a question fits: a profile id, or an address that somebody holds or has held. */
export async function countPersons(project: Project, engine: Engine, person: PersonQuery): Promise<number> {
  const { persons } = await engine.recordsAbout(runDefinition(project, { asOf: ANY_TIME }), person);
  return persons.length;
}
