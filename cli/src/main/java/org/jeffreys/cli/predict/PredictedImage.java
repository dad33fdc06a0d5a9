package org.jeffreys.cli.predict;

import java.util.List;
import org.jeffreys.predict.Estimate;

/**
 * What is said of one image.
 *
 * @param name its file or its index
 * @param label the class of the greatest mean probability
 * @param probability of that class
 * @param voteShare the share of the draws in which that class is the most probable
 * @param measures of uncertainty, in the order of the registry
 * @param decisive the value of the measure of the abstention rule
 */
record PredictedImage(
    String name,
    int label,
    Estimate probability,
    Estimate voteShare,
    List<Estimate> measures,
    double decisive) {}
