/**
 * The program of a worker thread: every module's tasks, by name. The build bundles it into one string (src/parallel/generated), which the
 * pool starts; it is not part of the package's modules. To add a task, define it beside its kernel and list it here.
 */
import { finishTask, prepareTask, shardTask, wholeTask } from './association/miners/lcm/lcm-tasks.js'
import { shuffleTask } from './association/significance/shuffle-task.js'
import { assessTask, concludeTask, planTask } from './forecast/auto/assess.js'
import { stageTask } from './forecast/auto/trials.js'
import { foldTask } from './forecast/evaluation/fold-forecast.js'
import { seriesTask } from './forecast/many/forecast-series.js'
import { chainTask } from './forecast/posterior/chain-task.js'
import { gramTask } from './parallel/gram-task.js'
import { serve } from './parallel/serve.js'
import { boostTask } from './regression/training/boost-task.js'
import { assessCausesTask } from './regression/causes/assess.js'
import { permutationTask } from './regression/causes/permutation-test.js'
import { treeFoldTask } from './regression/evaluation/fold-task.js'

serve([
  assessCausesTask,
  assessTask,
  boostTask,
  chainTask,
  concludeTask,
  finishTask,
  foldTask,
  gramTask,
  permutationTask,
  planTask,
  prepareTask,
  seriesTask,
  shardTask,
  shuffleTask,
  stageTask,
  treeFoldTask,
  wholeTask,
])
