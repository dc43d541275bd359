import { Command, Option } from 'commander';
import { explanationLetter, type LetterLanguage, letterLanguages } from '../index.js';
import { explanationText } from './explanation-text.js';
import { give, giveJson } from './output.js';
import { personInput } from './person-input.js';
import { progress } from './progress.js';
import { asOfOption, type ProjectOptions, projectOptions, withProject } from './project-options.js';

/** Why in, why out, for one person. */
export const explain = (): Command =>
  projectOptions(
    new Command('explain').description(
      'why one person is on a campaign’s list, or not; the person comes by standard input',
    ),
  )
    .requiredOption('--campaign <id>', 'which campaign')
    .option('--person-file <file>', 'read the person from a file instead of standard input')
    .addOption(new Option('--language <language>', 'text that customer service can send').choices([...letterLanguages]))
    .option('--replay', 'decide with what was known at --as-of')
    .addHelpText(
      'after',
      `
The person is one line: a profile id, an e-mail address, or JSON such as {"phone":"+46701234567"}.

Examples:
  echo 1042 | clearlist explain --campaign autumn-fuel
  echo anna@example.se | clearlist explain --campaign newsletter --language sv
  clearlist explain --campaign newsletter --person-file person.txt --json`,
    )
    .action(async (options: ProjectOptions & { campaign: string; personFile?: string; language?: LetterLanguage }) => {
      const person = await personInput(options.personFile);
      const shown = progress();
      const { explainProject } = await import('../node.js');
      const { explanation, zone } = await withProject(options, shown.stage, async (project, engine) => ({
        zone: project.zone,
        explanation: await explainProject(project, engine, options.campaign, person, {
          asOf: asOfOption(options),
          ...(options.replay === undefined ? {} : { replay: options.replay }),
          ...(options.knownAt === undefined ? {} : { knownAt: options.knownAt }),
        }),
      })).finally(shown.done);
      if (options.json === true) giveJson(explanation);
      else if (options.language !== undefined) give(explanationLetter(explanation, options.language, zone));
      else give(explanationText(explanation));
    });
