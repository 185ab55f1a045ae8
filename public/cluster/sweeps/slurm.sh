#!/bin/bash
# One configuration with one seed a task; sweeps/configurations.json has them in order, counted from 0. As many tasks as it has
# entries: sbatch --array=0-71 sweeps/slurm.sh google/gemma-2b-it. Afterwards: python -m icrm.sweep collect
#SBATCH --gpus-per-task=8
#SBATCH --ntasks=1
cd "$SLURM_SUBMIT_DIR"
python -m icrm.sweep run --index "$SLURM_ARRAY_TASK_ID" --model "$1"
