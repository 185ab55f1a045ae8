/**
 * Names of settings in the programs that a pack is written for, copied from their sources: of Transformers the
 * documented ones, of LLaMA-Factory the names of the stages that a pack has. Held against Transformers 5.18.0, TRL 1.13.0
 * and LLaMA-Factory 0.9.6.dev0 (commit ff6d4d1).
 */

const words = (text: string) => text.trim().split(/\s+/);

/** `transformers.TrainingArguments`. */
export const TRAINING_ARGUMENTS = words(`
  output_dir per_device_train_batch_size num_train_epochs max_steps learning_rate lr_scheduler_type lr_scheduler_kwargs
  warmup_steps optim optim_args weight_decay adam_beta1 adam_beta2 adam_epsilon gradient_accumulation_steps max_grad_norm
  bf16 fp16 tf32 use_cpu gradient_checkpointing gradient_checkpointing_kwargs logging_strategy logging_steps logging_first_step
  report_to run_name eval_strategy eval_steps eval_on_start per_device_eval_batch_size prediction_loss_only
  save_only_model save_strategy save_steps save_total_limit push_to_hub load_best_model_at_end metric_for_best_model
  greater_is_better ignore_data_skip seed data_seed dataloader_drop_last dataloader_num_workers remove_unused_columns
  ddp_find_unused_parameters deepspeed fsdp fsdp_config do_train
`);

/** Names of `trl.RewardConfig` beyond those. */
export const REWARD_CONFIG = words(`
  learning_rate model_init_kwargs trust_remote_code chat_template_path disable_dropout dataset_num_proc eos_token max_length
  pad_to_multiple_of center_rewards_coefficient activation_offloading
`);

/** Names of `trl.DPOConfig` beyond those of Transformers. */
export const DPO_CONFIG = words(`
  learning_rate model_init_kwargs trust_remote_code router_aux_loss_coef disable_dropout dataset_num_proc max_length
  truncation_mode padding_free pad_to_multiple_of precompute_ref_log_probs precompute_ref_batch_size loss_type loss_weights
  ld_alpha f_divergence_type f_alpha_divergence_coef label_smoothing beta use_weighting discopop_tau activation_offloading
  sync_ref_model ref_model_mixup_alpha ref_model_sync_steps
`);

/** Names of LLaMA-Factory beyond those of Transformers. */
export const LLAMA_FACTORY = words(`
  model_name_or_path stage finetuning_type freeze_trainable_layers freeze_extra_modules lora_rank lora_alpha lora_target
  pref_beta pref_loss dpo_label_smoothing dataset_dir dataset eval_dataset template cutoff_len plot_loss
`);
