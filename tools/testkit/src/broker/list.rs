//! The list of tests.

/// Makes a test of every scenario and behaviour of the broker chat, against the server whose
/// binary is given: `testkit::broker_chat!(env!("CARGO_BIN_EXE_broker"));`.
#[macro_export]
macro_rules! broker_chat {
    ($binary:expr) => {
        #[test]
        fn every_scenario_holds() {
            $crate::scenario::run_all($crate::scenario::Stages::BROKER, $binary);
        }

        $crate::broker_chat!(@ $binary;
            agreement::everybody_agrees,
            agreement::lists_agree_with_notices,
            bad_input::any_packets,
            bad_input::a_line_without_an_end_is_thrown_away,
            bad_input::a_line_without_an_end_disturbs_nobody,
            come_and_go::nothing_stays_behind,
            crowd::everybody_hears_the_others,
            crowd::nothing_is_lost_in_small_queues,
            goodbye::every_quit_is_answered,
            goodbye::everything_is_relayed_before_the_end,
            goodbye::what_is_on_its_way_arrives,
            greedy::blank_lines,
            greedy::commands,
            greedy::input_after_a_quit,
            greedy::mistakes,
            name_race::one_of_many_wins,
            start::bad_arguments,
            start::help_is_given,
            start::port_taken,
            stuck_reader::a_slow_reader_is_waited_for,
            stuck_reader::answers_that_nobody_reads_are_bounded,
            stuck_reader::no_progress_is_the_end,
            stuck_reader::only_the_stuck_one_is_cut_off,
        );

        #[cfg(unix)]
        $crate::broker_chat!(@ $binary;
            crowd::a_crowd_comes_and_goes,
            crowd::a_thousand_hear_the_others,
            shutdown::a_flood_is_no_reason_to_be_cut_off,
            shutdown::a_second_signal_ends_it_at_once,
            shutdown::a_stuck_client_is_not_waited_for,
            shutdown::an_empty_server_ends,
            shutdown::queued_lines_are_delivered,
            unix_socket::both_doors_lead_to_one_chat,
            unix_socket::a_stale_socket_is_replaced,
            unix_socket::a_live_socket_is_left_alone,
            unix_socket::a_file_is_left_alone,
            unix_socket::a_server_that_starts_keeps_others_waiting,
            unix_socket::another_servers_socket_is_not_removed,
        );

        #[cfg(target_os = "linux")]
        $crate::broker_chat!(@ $binary; descriptors::accepting_resumes,);
    };
    (@ $binary:expr; $($behaviour:ident :: $test:ident,)+) => {
        $(
            #[test]
            fn $test() {
                $crate::broker::$behaviour::$test($binary);
            }
        )+
    };
}
