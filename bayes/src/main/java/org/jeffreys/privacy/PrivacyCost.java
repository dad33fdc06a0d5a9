package org.jeffreys.privacy;

/**
 * What a ledger costs at a delta. Every value but {@code prvLower} is an epsilon one may claim.
 *
 * @param delta in (0, 1)
 * @param rdp epsilon by Rényi divergences, current conversion
 * @param rdpClassic the same with the conversion of 2017
 * @param prvLower no epsilon below is true
 * @param prvUpper epsilon by privacy-loss random variables
 */
public record PrivacyCost(
    double delta, double rdp, double rdpClassic, double prvLower, double prvUpper) {}
