package com.example.orders;

public record Order(String id, String sku, int quantity) {

}
