/**
 * What runs in a process of its own: the subjects that are measured, and the driver that
 * gives them work.
 */
@NullMarked
package dev.natsboot.benchmarks.work;

import org.jspecify.annotations.NullMarked;
