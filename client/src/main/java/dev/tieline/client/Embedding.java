package dev.tieline.client;

/**
 * What a text means to a model.
 *
 * @param text the text
 * @param vector as many numbers as the model is wide; their squares sum up to 1
 * @param answer the answer that it was made of
 */
@SuppressWarnings("ArrayRecordComponent") // the vector is for calculating with; equality is that of the array
public record Embedding(String text, float[] vector, Answer answer) {}
