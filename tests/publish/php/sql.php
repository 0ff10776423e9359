<?php
// Runs a statement.
require __DIR__ . '/open.php';
if ($wpdb->query($argv[2]) === false) {
    fwrite(STDERR, $wpdb->last_error);
    exit(1);
}
